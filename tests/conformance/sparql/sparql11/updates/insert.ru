PREFIX : <http://made.example/>
INSERT { ?x :knows <bo> } WHERE { ?x :name "Ada" }
