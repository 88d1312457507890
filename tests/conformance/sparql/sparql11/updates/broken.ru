INSERT DATA { ?x <b> <c> }
