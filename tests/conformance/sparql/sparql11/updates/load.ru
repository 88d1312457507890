LOAD <http://127.0.0.1:1/nobody-listens>
