"""Values of a thread or a task: there is one of each."""


class Local:
    def __init__(self, thread_critical=False):
        pass
