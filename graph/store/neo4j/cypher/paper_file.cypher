MATCH (p:Paper {drawer: $drawer, id: $id})
SET p.version = $version, p.body = $body, p.bytes = $bytes, p.attempts = $attempts
