// StateActions
