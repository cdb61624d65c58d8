// RunState
