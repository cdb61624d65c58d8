// Worktrees
