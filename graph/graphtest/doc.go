// Package graphtest writes small graphs for tests: by hand in a notation of one
// line a thing ([Parse]), and at random from a seed ([Random]).
//
// # The notation
//
// A relation is an arrow from one actor to another, with its kind first and then
// whatever is to be said of it:
//
//	mali   -CALLS 2023-08-15 w=0.2 c=.8 m=REPORTED-> russia
//	mali   -SUSPENDED_FROM 2021-05-30/..-> ecowas
//	mali   -BORDERS-- niger                # a symmetric kind may be drawn without a head
//
// Inside the arrow, in any order:
//
//	2023-08-15, 2021/..      the period in EDTF; without it /.. (start unknown, goes on)
//	w=-.4                    the analyst's weight, -1 to 1; without it the kind's
//	i=.5                     the intensity, above 0 to 1
//	c=.8                     the confidence, set by an analyst; without it from the evidence
//	m=REPORTED               the modality of the evidence; ASSERTED without it
//	by=kremlin/B2            evidence: from source:kremlin with grade B2; may be repeated
//	by=!reuters/A1           evidence that disputes it
//	quote="in so many words" the quotation of the evidence
//	about=niger              against whom: an actor, event:… or "some words"
//	place=niger              where: a state or region
//	event=event:summit       the event of which it is an act
//	note="…", likelihood=…   as they say
//	status=in_force          any other word=value is a qualifier of the kind
//	id=s04                   the id without relation:; else made of the line (mali-calls-russia)
//
// The other lines declare what an arrow can't:
//
//	actor wagner COMPANY "Wagner Group" fr:"Groupe Wagner" 2014/2023 code=wikidata:Q…
//	actor charter TREATY obligation=DEFENSE obligation=CONSULTATION
//	source kremlin 2023-08-15 "Kremlin, read-out of a call"
//	event summit 2023-07-27/2023-07-28 "Russia–Africa Summit" russia:host mali:guest place=russia after=event:talks
//
// An actor that no line declares is a STATE named after its id, a source that no
// line declares is published on 2023-08-15. Evidence is graded A1 unless said
// otherwise, from source:test. Everything after # is a comment.
package graphtest
