"""The sentences about law; `tumen.report.strings` holds them with all others.

Of a state and of an author it is said what they hold, never that they are right or wrong.
"""

from __future__ import annotations

from collections.abc import Mapping

LAW: Mapping[str, str] = {
    # phrases
    "law.comma": ", ",
    "law.then": "; ",
    "law.and": "{first} and {last}",
    "law.or": "{first} or {last}",
    "law.everybody": "everybody",
    "law.nobody": "nobody",
    "law.not": "not ({rule})",
    "law.brackets": "({rule})",
    "law.in": "in {place}",
    "law.holds": "who {title}",
    "law.share": "the share “{title}”",
    "law.at_least": "{fact}: at least {level}",
    "law.norm": "{title} ({provision})",
    "law.provision": "{instrument}, {provision}",
    "law.always": "without limit of time",
    "law.from": "from {first}",
    "law.to": "until {last}",
    "law.on": "on {day}",
    "law.between": "{first} to {last}",
    "law.years": "{first} to {last}",
    "law.defines": "it says who {condition}",
    "law.domestic.obligation": "by the law of {who} it is a duty to: {action}",
    "law.domestic.prohibition": "by the law of {who} it is forbidden to: {action}",
    "law.domestic.permission": "by the law of {who} it is allowed to: {action}",
    "law.domestic.right": "by the law of {who} there is a right to: {action}",
    "law.domestic.immunity": "by the law of {who} it is not punished to: {action}",
    "law.modality.obligation": "{who} must: {action}",
    "law.modality.prohibition": "{who} must not: {action}",
    "law.modality.permission": "{who} may: {action}",
    "law.modality.right": "{who} must respect a right to: {action}",
    "law.modality.immunity": "{who} must not punish those who: {action}",
    "law.membership.party": "{party} is a party {dates}",
    "law.membership.custom": "{party} is bound by custom {dates}",
    "law.membership.signatory": "{party} has signed and not ratified {dates}",
    "law.membership.non_party": "{party} is not a party {dates}",
    "law.membership.unverified": "whether {party} is bound is not verified, {dates}",
    "law.kind.jus_cogens": "peremptory norm",
    "law.kind.custom": "custom",
    "law.kind.treaty": "treaty",
    "law.kind.bilateral": "agreement of two sides",
    "law.kind.constitution": "constitution",
    "law.kind.statute": "statute",
    "law.kind.regulation": "regulation",
    "law.kind.case_law": "case law",
    "law.kind.soft_law": "guidance that does not bind by itself",
    "law.kind.political": "political understanding",
    "law.kind.practice": "practice",
    # who
    "law.who.all": "everybody asked about",
    "law.who.but": "everybody asked about but: {others}",
    "law.who.then": "; ",
    "law.who.with": ", ",
    "law.who.or": " or ",
    "law.who.not": "but not: {others}",
    "law.who.nearly": "everybody asked about, {text}",
    "law.who.untold": "{attribute} not told apart",
    # checks
    "law.grade.verified": "read in the text itself, {day}",
    "law.grade.secondary": "checked in a page about it, {day}",
    "law.grade.memory": "from memory: nobody has checked it",
    "law.memory": "from memory, checked by nobody: {facts}",
    "law.marked": "{line} ({memory})",
    "law.memory.line": "{title}: {facts}",
    "law.memory.bound": "how {party} is bound",
    "law.memory.several.position": "Positions",
    "law.memory.several.doctrine": "Doctrines",
    "law.memory.several.reference": "Texts cited",
    "law.memory.short": "from memory: {facts}",
    "law.memory.short.norm": "what it says",
    "law.memory.short.instrument": "its dates",
    "law.memory.short.membership": "who is bound",
    "law.memory.short.reference": "the text cited",
    "law.memory.short.position": "what is held",
    "law.memory.short.doctrine": "the doctrine",
    "law.memory.norm": "what {provision} of {instrument} says",
    "law.memory.instrument": "the dates of {title}",
    "law.memory.membership": "how {party} stands to {instrument}",
    "law.memory.position": "what is held by {title}",
    "law.memory.doctrine": "the doctrine: {title}",
    "law.memory.reference": "the text cited: {title}",
    "law.cite.kept_out": "kept out (section 9); it stands in {source}, {locator}",
    "law.cite.claim": "{who} ({source}, {locator}): {statement}",
    "law.cite.series": "{who} ({dates})",
    "law.cite.reference": "{title}, {locator}",
    "law.cite.found": "an observation, found on the web",
    "law.cite.line": "{id}: {text}",
    "law.cite.checked": "{id}: {text} ({checked})",
    # truth
    "law.truth.yes": "agreed",
    "law.truth.mixed": "agreed for some, contested for others",
    "law.truth.contested": "contested",
    "law.truth.no": "not in force, or for nobody",
    # thresholds
    "law.threshold": "{fact} counts from “{level}” on (of: {levels})",
    "law.thresholds": "Thresholds, which are a choice and not a finding: {told}.",
    # what is asked
    "law.about": "Asked about: {people} ({n} groups that the situation tells apart).",
    "law.position.all": "Agreed is what holds for every one of the {n} positions; contested, what holds for some.",
    "law.position.one": "As held by {title}: {summary}",
    "law.caveat": (
        "No legal advice, and about no person: norms and readings are applied to groups, in our own formalisation of "
        "them. What a court would say is another matter."
    ),
    # over time
    "law.timeline.title": "Norms over time",
    "law.timeline.text": (
        "A line for each norm that holds, or may hold, for somebody in this situation at some time. Agreed: so for "
        "every position, and whichever source is followed. Contested: for at least one. Nothing is drawn where a "
        "norm is not in force, binds nobody, or covers nobody. † marks what rests on facts from memory."
    ),
    "law.timeline.about": "A bar chart over time with {n} norms; the table below says the same in words.",
    "law.timeline.yes": "agreed, for all people whom it concerns",
    "law.timeline.mixed": "agreed for some of them, contested for others",
    "law.timeline.contested": "contested",
    "law.timeline.bar": "{truth} {dates}",
    "law.timeline.norm": "{name}: {told}",
    "law.timeline.empty": "No norm of this situation holds for anybody in the time of the run.",
    "law.timeline.table": "The same in words, with sources: {n} norms",
    "law.mark": " †",
    "law.table.norm": "Norm",
    "law.table.says": "What it says, in our words",
    "law.table.when": "When",
    "law.table.checked": "Disputed, unchecked",
    "law.checked": "nothing known",
    "law.cited": "[{ids}]",
    # positions
    "law.positions.title": "Who holds what",
    "law.positions.text": (
        "Each position is stated as its holder states it, with the source. That it stands here says neither that it "
        "is right nor that it is wrong."
    ),
    "law.positions.readings": "Readings accepted: {readings}",
    "law.stance.yes": "{norm}: applies. {ground}",
    "law.stance.no": "{norm}: does not apply. {ground}",
    "law.stance.contested": "{norm}: open. {ground}",
    # the section of a report
    "section.law": "The law",
    "law.section.text": (
        "Which norms speak of what happens here, whom they bind and since when, who says otherwise; and how much of "
        "what is simulated each position would call prima facie incompatible with them."
    ),
    "law.section.more": "Why a norm binds on a day, or does not: tumen law {situation} --date 2003-05-01.",
    "law.count.heading": "What the run comes to, norm by norm and position by position",
    "law.count.unkept": "This run keeps no account for the law: too many futures, or made before there was one.",
    "law.count.span": "Over all of the account: {when}.",
    "law.count.who": "As whom",
    "law.count.whole": "All person-events",
    "law.count.whoever": "whoever is meant, whatever any norm says",
    "law.count.act": "{act}: {n} norms",
    "law.conflicts.title": "What collides",
    "law.conflicts.text": (
        "Found in the data by four searches. Nothing here decides: two norms that collide both stay in force, and "
        "events are counted against each. † marks what rests on facts from memory."
    ),
    "law.matrix.head.forbids": "Forbidden by",
    "law.matrix.head.commands": "Commanded or allowed by",
    "law.matrix.head.settled": "Resolved?",
    "law.matrix.other": "{norm}, {when}",
    "law.memory.title": "From memory",
    # from memory
    "law.memory.none": "Every fact of law behind this was looked up.",
    "law.memory.text": (
        "{facts} behind this from memory: nobody has checked that yet. It is marked wherever it is used. Check it "
        "before you rely on it."
    ),
    "law.memory.one": "1 fact of law is",
    "law.memory.many": "{n} facts of law are",
    "law.memory.list": "What is from memory: {n}",
}
