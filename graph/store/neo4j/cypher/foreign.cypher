// Nodes that bear a label of ours in a database that is not ours yet.
MATCH (n:Actor|ActorVersion|Event|EventVersion|Evidence|Meta|Paper|Relation|Revision|Source|SourceVersion
        |State|Organization|Person|Office|Government|ArmedForce|ArmedGroup|Company|Region|Treaty|Collective|Unknown)
RETURN labels(n)[0] LIMIT 1
