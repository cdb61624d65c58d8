// Truth
