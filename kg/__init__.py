"""A ledger of claims as a knowledge graph."""
