// Startup
