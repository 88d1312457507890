DROP GRAPH <there-is-none>
