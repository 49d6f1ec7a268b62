def totals(states):
    return [state.cities.count() for state in states]
