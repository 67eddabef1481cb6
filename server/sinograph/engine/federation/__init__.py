"""SERVICE: what other servers answer, put in place of the blocks that ask them.

No engine here sends a request. Our own client asks the endpoints that the operator lists, and what they answer is
written into the query as VALUES: SPARQL 1.1 Federated Query evaluates a SERVICE on its own and joins it with the rest
(https://www.w3.org/TR/sparql11-federated-query/#defn_evalService), so that a table of its rows says the same.
"""

from sinograph.engine.federation.federation import Federation

__all__ = ["Federation"]
