"""Runs over many records: chunks, processes, a journal, a cluster."""
