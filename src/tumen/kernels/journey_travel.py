"""The second half of a day of a journey: people travel, arrive, go on or stay. Room goes by the first half."""

from tumen.cells_journey import NEAR_THRESHOLD
from tumen.kernels.jit import inlined, leaf
from tumen.kernels.journey_choices import GIVEN_UP, find_ways, leave
from tumen.kernels.journey_leave import chance_to_go
from tumen.kernels.journey_luck import WALK, mixed, part, word_at, word_of
from tumen.kernels.journey_people import later, settle

_DONE = -2


@leaf
def _move(shape, position, r, n, to, km, tomorrow, counts):
    """Move people from `position` by `km` to position `to`, or let them arrive."""
    if to >= 0:
        tomorrow.road[to, later(shape, r, km / shape.speed)] += n
    elif position.sent == 1:
        leg = shape.legs[position.leg]
        tomorrow.stand[leg.back, later(shape, r, (leg.km - position.km) / shape.speed)] += n
    else:
        counts.node[position.node, r] += n
        counts.node_live[position.node] = 1


@inlined
def travel(shape, numbers, today, tomorrow, counts, luck):
    """Move all who are under way by a day, riding or on foot; who arrives is at a node then."""
    for p in range(shape.positions.size):
        position = shape.positions[p]
        on_foot = 1.0 if position.foot == 1 else numbers.walking_share[position.link]
        speed = shape.legs[position.leg].speed
        for r in range(shape.levels):
            n = today.road[p, r]
            if n == 0.0:
                continue
            today.road[p, r] = walk = 0.0
            if on_foot > 0.0:
                word = word_of(word_at(position.address, luck), r, shape.bins)
                walk = part(n, on_foot, word, WALK, luck)
                _move(shape, position, r, walk, position.walk, shape.walking_speed, tomorrow, counts)
            _move(shape, position, r, n - walk, position.ride, speed, tomorrow, counts)


@leaf
def _arrive(shape, node, leg, r, n, to, at, speed, tomorrow):
    """Let people who go on by `leg` have done their day, or be at position `at` tonight."""
    if to == _DONE:
        tomorrow.stand[leg.stand, later(shape, r, (node.km + leg.km) / shape.speed)] += n
    else:
        tomorrow.road[at, later(shape, r, (node.km + speed) / shape.speed)] += n


@inlined
def _take(shape, numbers, node, way, r, n, word, tomorrow, counts, luck):
    """Let people at a node take a way, riding or on foot."""
    option = shape.options[way.option]
    onward = shape.onwards[node.first + way.option]
    counts.flow[option.link] += n
    on_foot = 1.0 if option.foot == 1 else numbers.walking_share[option.link]
    walk = part(n, on_foot, mixed(word, way.address), WALK, luck)
    if walk > 0.0 and onward.walk >= 0:
        counts.node[onward.walk, r] += walk
        counts.node_live[onward.walk] = 1
    elif walk > 0.0:
        leg = shape.legs[option.leg]
        at, speed = shape.positions[leg.begin].walk, shape.walking_speed
        _arrive(shape, node, leg, r, walk, onward.walk, at, speed, tomorrow)
    if n > walk and onward.ride >= 0:
        counts.node[onward.ride, r] += n - walk
        counts.node_live[onward.ride] = 1
    elif n > walk:
        leg = shape.legs[option.leg]
        _arrive(shape, node, leg, r, n - walk, onward.ride, shape.positions[leg.begin].ride, leg.speed, tomorrow)


@inlined
def _spread(shape, numbers, node, r, gone, word, tomorrow, counts, ways, luck):
    """Let people at a node who have chosen take their ways; give how many of those gone give up."""
    if ways.end[node.stand] == shape.stands[node.stand].first:
        return gone
    given_up = 0.0
    for w in range(shape.stands[node.stand].first, ways.end[node.stand]):
        way = ways.way[w]
        n = way.taken
        way.taken = 0.0
        if way.option == GIVEN_UP:
            given_up += n
        elif n > 0.0:
            _take(shape, numbers, node, way, r, n, word, tomorrow, counts, luck)
    return given_up


@inlined
def go_on(shape, numbers, t, tomorrow, counts, ways, luck):
    """Go through the nodes where people have arrived, in rising km: nobody comes back to one that is done.

    In a town nobody stops whose recent travel and that of today come to less than 1, if short stints are avoided.
    """
    for i in range(shape.nodes.size):
        if counts.node_live[i] == 0:
            continue
        counts.node_live[i] = 0
        node = shape.nodes[i]
        stand = shape.stands[node.stand]
        today = node.km / shape.speed
        usual, here = chance_to_go(numbers, t, stand), word_at(node.address, luck)
        if ways.found[node.stand] != 2 * t + 1:
            find_ways(shape, numbers, t, node.stand, 2 * t + 1, ways)
        town = shape.bins > 0 and numbers.days[t, stand.place].town == 1
        for r in range(shape.levels):
            n = counts.node[i, r]
            if n == 0.0:
                continue
            counts.node[i, r] = 0.0
            chance = usual
            if town:
                over = r / shape.bins + today - 1.0
                chance = 1.0 if over < 0.0 else usual
                if abs(over) <= 1.0 / shape.bins:
                    counts.flow[counts.flow.size - 2 + NEAR_THRESHOLD] += n
            word = word_of(here, r, shape.bins)
            gone = leave(n, chance, stand.first, ways.end[node.stand], ways.way, word, luck)
            given_up = _spread(shape, numbers, node, r, gone, word, tomorrow, counts, ways, luck)
            settle(shape, tomorrow, node.stand, later(shape, r, today), n - gone, given_up)
