package gql

import "github.com/entente/entente/server/gql/gen"

// The resolvers of what tells how the record changes.

// Mutation gives the resolvers of Mutation.
func (r *resolver) Mutation() gen.MutationResolver { return mutationResolver{r} }

// ChangePayload gives the resolvers of ChangePayload.
func (r *resolver) ChangePayload() gen.ChangePayloadResolver { return changePayloadResolver{} }

// MergePayload gives the resolvers of MergePayload.
func (r *resolver) MergePayload() gen.MergePayloadResolver { return mergePayloadResolver{} }

// Scenario gives the resolvers of Scenario.
func (r *resolver) Scenario() gen.ScenarioResolver { return scenarioResolver{r.atlas} }

// ScenarioPayload gives the resolvers of ScenarioPayload.
func (r *resolver) ScenarioPayload() gen.ScenarioPayloadResolver { return scenarioPayloadResolver{} }

// Version gives the resolvers of Version.
func (r *resolver) Version() gen.VersionResolver { return versionResolver{r.atlas} }

// Proposal gives the resolvers of Proposal.
func (r *resolver) Proposal() gen.ProposalResolver { return proposalResolver{} }

// ProposalEntry gives the resolvers of ProposalEntry.
func (r *resolver) ProposalEntry() gen.ProposalEntryResolver { return proposalEntryResolver{} }

// ProposalPayload gives the resolvers of ProposalPayload.
func (r *resolver) ProposalPayload() gen.ProposalPayloadResolver { return proposalPayloadResolver{} }

// ProposalReview gives the resolvers of ProposalReview.
func (r *resolver) ProposalReview() gen.ProposalReviewResolver {
	return proposalReviewResolver{r.atlas}
}

// Subscription gives the resolvers of Subscription.
func (r *resolver) Subscription() gen.SubscriptionResolver { return subscriptionResolver{r} }

// Annotation gives the resolvers of Annotation.
func (r *resolver) Annotation() gen.AnnotationResolver { return annotationResolver{} }

// Mention gives the resolvers of Mention.
func (r *resolver) Mention() gen.MentionResolver { return mentionResolver{} }

// EventMention gives the resolvers of EventMention.
func (r *resolver) EventMention() gen.EventMentionResolver { return eventMentionResolver{} }

// Candidate gives the resolvers of Candidate.
func (r *resolver) Candidate() gen.CandidateResolver { return candidateResolver{} }

// Blame gives the resolvers of Blame.
func (r *resolver) Blame() gen.BlameResolver { return blameResolver{r.atlas} }
