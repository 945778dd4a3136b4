"""The Web API, a room per family."""
