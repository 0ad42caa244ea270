package gql

import "github.com/entente/entente/server/gql/gen"

// The resolvers of the answers about the structure of a view.

// AllianceAnswer resolves AllianceAnswer.
func (r *resolver) AllianceAnswer() gen.AllianceAnswerResolver { return allianceAnswerResolver{} }

// Ally resolves Ally.
func (r *resolver) Ally() gen.AllyResolver { return allyResolver{} }

// BalanceAnswer resolves BalanceAnswer.
func (r *resolver) BalanceAnswer() gen.BalanceAnswerResolver { return balanceAnswerResolver{} }

// Bloc resolves Bloc.
func (r *resolver) Bloc() gen.BlocResolver { return blocResolver{} }

// BlocAnswer resolves BlocAnswer.
func (r *resolver) BlocAnswer() gen.BlocAnswerResolver { return blocAnswerResolver{} }

// Bond resolves Bond.
func (r *resolver) Bond() gen.BondResolver { return bondResolver{} }

// CentralityAnswer resolves CentralityAnswer.
func (r *resolver) CentralityAnswer() gen.CentralityAnswerResolver { return centralityAnswerResolver{} }

// Change resolves Change.
func (r *resolver) Change() gen.ChangeResolver { return changeResolver{} }

// Difference resolves Difference.
func (r *resolver) Difference() gen.DifferenceResolver { return differenceResolver{} }

// Duty resolves Duty.
func (r *resolver) Duty() gen.DutyResolver { return dutyResolver{} }

// Influence resolves Influence.
func (r *resolver) Influence() gen.InfluenceResolver { return influenceResolver{} }

// InfluenceAnswer resolves InfluenceAnswer.
func (r *resolver) InfluenceAnswer() gen.InfluenceAnswerResolver { return influenceAnswerResolver{} }

// ObligationAnswer resolves ObligationAnswer.
func (r *resolver) ObligationAnswer() gen.ObligationAnswerResolver { return obligationAnswerResolver{} }

// Path resolves Path.
func (r *resolver) Path() gen.PathResolver { return pathResolver{} }

// PathAnswer resolves PathAnswer.
func (r *resolver) PathAnswer() gen.PathAnswerResolver { return pathAnswerResolver{} }

// Pledge resolves Pledge.
func (r *resolver) Pledge() gen.PledgeResolver { return pledgeResolver{} }

// Ranked resolves Ranked.
func (r *resolver) Ranked() gen.RankedResolver { return rankedResolver{} }

// Step resolves Step.
func (r *resolver) Step() gen.StepResolver { return stepResolver{} }

// Triad resolves Triad.
func (r *resolver) Triad() gen.TriadResolver { return triadResolver{} }

// Dyad resolves Dyad.
func (r *resolver) Dyad() gen.DyadResolver { return dyadResolver{} }

// DyadRelation resolves DyadRelation.
func (r *resolver) DyadRelation() gen.DyadRelationResolver { return dyadRelationResolver{} }
