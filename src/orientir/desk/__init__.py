"""The desk: what to do now. It shows what the apps beneath know and has no rules of its own."""
