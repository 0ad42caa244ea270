import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../data/ask';
import { ProposalsDocument, type ProposalsQuery, ReviewDocument } from '../data/generated';
import { Sheet, useTitle } from '../page/sheet';
import { Failure, Loading } from '../page/states';
import { useFormat } from '../words/format';
import { TextField } from './fields';
import { Changes, Said, useChange } from './history';
import { KeyDialog, useKey } from './key-dialog';
import { useEditWords } from './words';

type Proposal = NonNullable<ProposalsQuery['proposals']>['nodes'][number];

/** The proposals that nobody decided on yet, each with what it would change. */
export default function ReviewPage() {
  const w = useEditWords();
  const key = useKey();
  const proposals = useQuery({
    queryKey: ['proposals', key],
    queryFn: async ({ signal }) => (await ask(ProposalsDocument, { state: 'OPEN' }, signal)).proposals,
  });
  useTitle(w.reviewTitle);
  return (
    <Sheet className="edit review">
      <header className="sheet-head">
        <h1>{w.reviewTitle}</h1>
        <p className="lead">{w.reviewIntro}</p>
        {!key && <p>{<KeyDialog className="button">{w.needsKey}</KeyDialog>}</p>}
      </header>
      {proposals.error ? (
        <Failure error={proposals.error} retry={() => void proposals.refetch()} />
      ) : proposals.isPending ? (
        <Loading />
      ) : proposals.data?.nodes.length ? (
        proposals.data.nodes.map((p) => <ProposalText key={p.id} proposal={p} />)
      ) : (
        <p>{w.nothingProposed}</p>
      )}
    </Sheet>
  );
}

function ProposalText({ proposal }: { proposal: Proposal }) {
  const w = useEditWords();
  const f = useFormat();
  const answers = useQueryClient();
  const { said, send } = useChange();
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const accepted = proposal.entries.map((e) => e.index).filter((i) => !left.has(i));
  const decide = (accept: number[]) => {
    setTried(true);
    if (!reason.trim()) return;
    void send(async () => {
      const { review } = await ask(ReviewDocument, { input: { proposal: proposal.id, accept, reason: reason.trim() } });
      void answers.invalidateQueries({ queryKey: ['proposals'] });
      return review?.proposal.review?.revision?.number;
    });
  };
  return (
    <article className="proposal form" aria-label={proposal.id}>
      <header>
        <h2>{proposal.reason}</h2>
        <p className="soft">{w.by(proposal.author, f.moment(proposal.proposed))}</p>
      </header>
      {proposal.entries.map((e) => (
        <div key={e.index} className="entry">
          <label>
            <input
              type="checkbox"
              checked={!left.has(e.index)}
              onChange={(event) => setLeft(event.target.checked ? new Set([...left].filter((i) => i !== e.index)) : new Set([...left, e.index]))}
            />{' '}
            {w.accept} <code>{e.version.id}</code>
          </label>
          <Changes changes={[e.version]} open />
        </div>
      ))}
      <TextField label={w.reason} value={reason} onValue={setReason} hint={w.reviewReasonHint} wrong={tried && !reason.trim() ? w.missing : undefined} />
      <Said said={said} />
      <p className="row">
        <button type="button" className="button primary" disabled={said.busy || accepted.length === 0} onClick={() => decide(accepted)}>
          {left.size === 0 ? w.acceptAll : w.acceptSome(accepted.length)}
        </button>
        <button type="button" className="button" disabled={said.busy} onClick={() => decide([])}>
          {w.reject}
        </button>
      </p>
    </article>
  );
}
