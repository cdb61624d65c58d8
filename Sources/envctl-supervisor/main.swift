print("envctl-supervisor")
