MATCH (p:Paper {drawer: $drawer, id: $id})
DELETE p
