"""The first half of a day of a journey: people set out from where they stand, or stay."""

from tumen.kernels.jit import inlined, leaf
from tumen.kernels.journey_choices import GIVEN_UP, find_ways, leave
from tumen.kernels.journey_luck import code_of
from tumen.kernels.journey_people import later, settle


@leaf
def chance_to_go(numbers, t, stand):
    """Give the chance that somebody sets out from `stand`."""
    if stand.plan == 1 and numbers.certain_plans == 1:
        return 1.0
    return numbers.days[t, stand.place].chance


@inlined
def _begin(shape, s, r, today, counts, ways):
    """Let those who have chosen begin their legs; give how many have done so."""
    begun = 0.0
    for i in range(shape.stands[s].first, ways.end[s]):
        n, option = ways.way[i].taken, ways.way[i].option
        ways.way[i].taken = 0.0
        if n > 0.0 and option != GIVEN_UP:
            p = shape.legs[shape.options[option].leg].begin
            today.road[p, r] += n
            today.road_live[p] = 1
            counts.flow[shape.options[option].link] += n
            begun += n
    return begun


@inlined
def set_out(shape, numbers, t, today, tomorrow, counts, ways, luck):
    """Go through all who stand somewhere."""
    for s in range(shape.stands.size):
        if today.stand_live[s] == 0:
            continue
        today.stand_live[s] = 0
        chance = chance_to_go(numbers, t, shape.stands[s])
        find_ways(shape, numbers, t, s, 2 * t, ways)
        stand = shape.stands[s]
        for r in range(shape.levels):
            n = today.stand[s, r]
            if n == 0.0:
                continue
            today.stand[s, r] = 0.0
            code, tonight = code_of(r, shape.bins), later(shape, r, 0.0)
            gone = leave(n, chance, stand.first, ways.end[s], ways.way, stand.address, code, luck)
            begun = _begin(shape, s, r, today, counts, ways)
            settle(shape, tomorrow, counts, s, tonight, n - gone, gone - begun)
