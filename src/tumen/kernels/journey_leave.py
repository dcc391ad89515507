"""The first half of a day of a journey: people set out from where they stand, or stay."""

from tumen.kernels.jit import inlined
from tumen.kernels.journey_choices import GIVEN_UP, find_ways, leave
from tumen.kernels.journey_luck import word_at, word_of
from tumen.kernels.journey_people import later, settle


@inlined
def chance_to_go(numbers, t, stand):
    """Give the chance that somebody sets out from `stand`."""
    if stand.plan == 1 and numbers.certain_plans == 1:
        return 1.0
    return numbers.days[t, stand.place].chance


@inlined
def _begin(shape, s, r, gone, today, counts, ways):
    """Let those who have chosen begin their legs; give how many of those gone give up."""
    if ways.end[s] == shape.stands[s].first:
        return gone
    given_up = 0.0
    for i in range(shape.stands[s].first, ways.end[s]):
        n, option = ways.way[i].taken, ways.way[i].option
        ways.way[i].taken = 0.0
        if option == GIVEN_UP:
            given_up += n
        elif n > 0.0:
            today.road[shape.legs[shape.options[option].leg].begin, r] += n
            counts.flow[shape.options[option].link] += n
    return given_up


@inlined
def set_out(shape, numbers, t, today, tomorrow, counts, ways, luck):
    """Go through all who stand somewhere."""
    for s in range(shape.stands.size):
        stand = shape.stands[s]
        chance, here = chance_to_go(numbers, t, stand), word_at(stand.address, luck)
        for r in range(shape.levels):
            n = today.stand[s, r]
            if n == 0.0:
                continue
            today.stand[s, r] = 0.0
            if ways.found[s] != 2 * t:
                find_ways(shape, numbers, t, s, 2 * t, ways)
            word, tonight = word_of(here, r, shape.bins), later(shape, r, 0.0)
            gone = leave(n, chance, stand.first, ways.end[s], ways.way, word, luck)
            given_up = _begin(shape, s, r, gone, today, counts, ways)
            settle(shape, tomorrow, s, tonight, n - gone, given_up)
