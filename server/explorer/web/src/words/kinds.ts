import type { KindName } from '../data/generated';
import type { KindInfo } from '../data/registry';
import { useLanguage } from './language';

/** What a kind says, and why it has its leverages; figures stand in both languages alike. */
export interface KindWords {
  description: string;
  leverageReason: string;
}

/** The registry's own words are English; a kind without French ones does not compile. */
export const kindsFr: Record<KindName, KindWords> = {
  MEMBER_OF: {
    description: 'L’acteur appartient à l’organisation. Les dates courent depuis l’adhésion. Un membre suspendu reste membre.',
    leverageReason: 'une organisation peut retenir les avantages de l’appartenance (0,25) ; un membre peut retenir sa voix et ses cotisations (0,1)',
  },
  SUSPENDED_FROM: {
    description: 'L’acteur ne peut pas siéger aux organes de l’organisation. Se superpose à MEMBER_OF, qui se poursuit.',
    leverageReason: 'l’organisation peut prolonger ou lever la suspension (0,1) ; le suspendu n’a plus rien à retenir',
  },
  DEFENSE_PACT: {
    description: 'Un traité à deux qui oblige chacun à défendre l’autre s’il est attaqué. Un pacte à trois ou plus est un traité (TREATY) avec PARTY_TO.',
    leverageReason: 'chacun peut retenir l’aide sur laquelle l’autre compte en guerre (0,35 dans chaque sens)',
  },
  OFFENSE_PACT: {
    description: 'Un traité à deux qui oblige chacun à se joindre à la guerre de l’autre même si celui-ci n’est pas attaqué.',
    leverageReason: 'comme un pacte de défense : chacun peut retenir les armes promises (0,35 dans chaque sens)',
  },
  NEUTRALITY_PACT: {
    description: 'Un traité à deux qui oblige chacun à rester à l’écart d’une guerre contre l’autre.',
    leverageReason: 'une promesse de rester à l’écart donne peu à retenir (0,05 dans chaque sens)',
  },
  NON_AGGRESSION_PACT: {
    description: 'Un traité à deux qui oblige chacun à ne pas attaquer l’autre.',
    leverageReason: 'une promesse de ne pas attaquer donne peu à retenir (0,05 dans chaque sens)',
  },
  ENTENTE: {
    description: 'Un traité à deux qui les oblige à se consulter en cas de crise.',
    leverageReason: 'un devoir de consultation peut être retenu, mais ce n’est que parole (0,15 dans chaque sens)',
  },
  DIPLOMATIC_MISSION_IN: {
    description: 'L’acteur entretient une mission diplomatique auprès de l’autre. Un ambassadeur rappelé abaisse le niveau et ne met pas fin au lien.',
    leverageReason: 'une mission peut être rappelée ou expulsée : un désagrément (0,05 dans chaque sens)',
  },
  RECOGNIZES: {
    description: 'L’acteur reconnaît la légalité d’un État ou d’un gouvernement. Ce n’est pas la même chose.',
    leverageReason: 'la reconnaissance peut être refusée à qui en a besoin (0,1) ; être reconnu ne donne aucune prise',
  },
  BORDERS: {
    description: 'Les deux sont voisins par la terre, ou par l’eau dans la limite de la distance donnée.',
    leverageReason: 'la géographie ne porte rien que l’un puisse retenir',
  },
  RIVAL_OF: {
    description: 'Chacun tient l’autre pour un concurrent, une menace et un ennemi (rivalité stratégique).',
    leverageReason: 'un rival peut créer des ennuis (0,05 dans chaque sens)',
  },
  AT_WAR_WITH: {
    description: 'Les deux se combattent dans un conflit armé.',
    leverageReason: 'chacun peut infliger des pertes ou y mettre fin (0,2 dans chaque sens) ; une guerre déjà menée fait moins bouger qu’une guerre dont on menace',
  },
  SANCTIONS: {
    description: 'Des mesures restrictives sont en vigueur. Ouvertes par IMPOSES_SANCTIONS.',
    leverageReason: 'celui qui sanctionne peut lever ce qui fait mal (0,3) ; la cible peut céder (0,05)',
  },
  FORCES_IN: {
    description: 'Des forces armées de l’acteur sont stationnées dans le pays. Si le consentement est contesté, ou s’il s’agit d’une occupation, le poids est de -0,4.',
    leverageReason: 'des hommes en armes sur place peuvent protéger ou menacer l’hôte (0,3) ; l’hôte peut fermer les bases (0,2)',
  },
  SECURITY_COOPERATION: {
    description: 'Les deux travaillent ensemble à la sécurité : formation, conseillers, renseignement, équipement.',
    leverageReason: 'chacun peut retirer la formation, les conseillers et le renseignement (0,2 dans chaque sens)',
  },
  SUPPLIES_ARMS: {
    description: 'L’acteur livre à l’autre des armes majeures.',
    leverageReason: 'les pièces de rechange et les munitions peuvent être coupées (0,3) ; l’acheteur peut se tourner ailleurs (0,05)',
  },
  TRADES_WITH: {
    description: 'Des marchandises vont du premier au second. La valeur est une précision, non un signe.',
    leverageReason: 'chaque côté peut fermer le marché (0,1 dans chaque sens) ; des chiffres plus élevés relèvent de l’intensité',
  },
  AIDS: {
    description: 'L’acteur donne une aide au développement, budgétaire ou humanitaire. Prend fin par CUTS_AID.',
    leverageReason: 'l’aide peut être coupée (0,3) ; le bénéficiaire peut la refuser (0,05)',
  },
  DEPENDS_ON: {
    description: 'L’acteur compte sur l’autre pour un bien ou un service. Une exposition, ni favorable ni hostile.',
    leverageReason: 'celui dont on dépend peut retenir ce dont on a besoin (0,4) ; la dépendance ne donne aucune prise à qui dépend',
  },
  STRATEGIC_INTEREST_IN: {
    description: 'Quelqu’un juge que l’acteur y a un intérêt. Jamais observé : il y faut un auteur.',
    leverageReason: 'celui qui intéresse peut un peu en jouer (0,05) ; un intérêt à lui seul ne fait bouger personne',
  },
  INFLUENCES: {
    description: 'Quelqu’un juge que l’acteur a de l’influence sur l’autre.',
    leverageReason: 'ce qu’il dit (0,3) ; c’est un jugement, donc les parcours le laissent de côté sauf demande',
  },
  LEADER_CHANNEL: {
    description: 'Les dirigeants se parlent directement et souvent.',
    leverageReason: 'être entendu aussitôt vaut un peu (0,1 dans chaque sens)',
  },
  PARTY_TO: {
    description: 'L’acteur a signé le traité, ou est lié par lui (statut).',
    leverageReason: 'un traité est un texte : ses parties se font bouger entre elles, ce qui est déduit de leurs obligations',
  },
  HOLDS_OFFICE: {
    description: 'La personne exerce la fonction.',
    leverageReason: 'le titulaire décide pour la fonction (0,9) ; la fonction façonne son titulaire (0,1)',
  },
  OFFICE_OF: {
    description: 'La fonction ou l’organe appartient à l’État ou à l’organisation.',
    leverageReason: 'une fonction décide pour ce à quoi elle appartient (0,8), qui lui donne ordres et moyens (0,1)',
  },
  PART_OF: {
    description: 'L’acteur est une partie de l’autre ; un traité, de l’organisation au sein de laquelle il fut conclu.',
    leverageReason: 'le tout commande et paie la partie (0,6) ; la partie peut se tenir à l’écart (0,2)',
  },
  CONTROLS: {
    description: 'L’acteur dirige l’autre : il le possède, le commande, le nomme ou le paie.',
    leverageReason: 'qui contrôle décide de ce que fait l’autre (0,7) ; le contrôlé peut traîner les pieds (0,1)',
  },
  PLEDGES_DEFENSE: {
    description: 'L’acteur a promis d’aider l’autre s’il est attaqué, sans traité.',
    leverageReason: 'une promesse politique se retire plus aisément qu’un traité (0,15) ; elle n’oblige personne',
  },
  CALLS: {
    description: 'Un appel téléphonique ; le premier est celui qui l’a passé. L’entretien lui-même est entre les deux.',
    leverageReason: 'parler fait peu bouger : être écouté de l’appelé (0,1), sa réponse (0,05)',
  },
  MEETS: {
    description: 'Les deux se rencontrent. Une réunion au sein d’un groupe est un événement avec des participants.',
    leverageReason: 'parler fait peu bouger (0,1 dans chaque sens)',
  },
  STATES: {
    description: 'Une déclaration publique adressée à l’autre, ou à son sujet.',
    leverageReason: 'de simples mots (0,02)',
  },
  URGES: {
    description: 'Demande à l’autre de faire ou d’empêcher quelque chose (au sujet de).',
    leverageReason: 'un appel fait peu bouger (0,05)',
  },
  SUPPORTS: {
    description: 'Déclare son soutien à l’autre.',
    leverageReason: 'un appui public peut être retiré (0,15)',
  },
  CRITICIZES: {
    description: 'Désapprouve l’autre en public.',
    leverageReason: 'de simples mots (0,05)',
  },
  DEMANDS: {
    description: 'Exige que l’autre fasse quelque chose (au sujet de).',
    leverageReason: 'une exigence sous-entend le prix d’un refus (0,1)',
  },
  REJECTS: {
    description: 'Rejette ce que l’autre fait, prévoit ou demande (au sujet de).',
    leverageReason: 'un simple refus (0,05)',
  },
  EXPRESSES_CONCERN: {
    description: 'Se dit, ou est dit, inquiet au sujet de l’autre.',
    leverageReason: 'de simples mots (0,02)',
  },
  WARNS: {
    description: 'Annonce un malheur. C’est une prévision : les mots de vraisemblance sont gardés.',
    leverageReason: 'de simples mots (0,02)',
  },
  THREATENS_FORCE: {
    description: 'Dit qu’il pourrait recourir à la force armée contre l’autre.',
    leverageReason: 'une menace fait bouger par ce qui pourrait suivre (0,2)',
  },
  MOBILIZES: {
    description: 'Prépare ou déplace des forces armées contre l’autre. Ordonné n’est pas exécuté : voir comment c’est dit.',
    leverageReason: 'des forces tenues prêtes font bouger par ce qui pourrait suivre (0,2)',
  },
  USES_FORCE: {
    description: 'Recourt à la force armée contre l’autre.',
    leverageReason: 'de tous les actes, la force contraint le plus (0,4)',
  },
  OUSTS: {
    description: 'Écarte l’autre du pouvoir par des moyens irréguliers.',
    leverageReason: 'qui renverse décide du sort du renversé (0,6)',
  },
  IMPOSES_SANCTIONS: {
    description: 'Décide de sanctions.',
    leverageReason: 'ouvre un lien SANCTIONS, qui porte le levier',
  },
  SIGNS: {
    description: 'Signe le traité.',
    leverageReason: 'ouvre un lien PARTY_TO ; les traités n’en portent pas',
  },
  SUSPENDS_OR_EXPELS: {
    description: 'Suspend un membre, ou expulse des envoyés de l’autre.',
    leverageReason: 'ouvre un lien SUSPENDED_FROM ou abaisse une mission, qui portent le levier',
  },
  WITHDRAWS_FORCES: {
    description:
      'Retire ses forces. Les échelles d’événements le comptent de +8 à +10, comme une conciliation ; ce peut être une rupture, donc c’est 0 jusqu’à ce qu’un analyste dise autre chose.',
    leverageReason: 'ce qui est parti ne peut plus être retenu ; le départ lui-même fait un peu mal (0,05)',
  },
  CUTS_AID: {
    description: 'Met fin à une aide ou la suspend.',
    leverageReason: 'met fin à un lien AIDS ; qu’elle puisse être rétablie fait encore un peu bouger (0,1)',
  },
  MEDIATES: {
    description: 'Sert d’intermédiaire auprès de l’autre dans un différend (au sujet de).',
    leverageReason: 'un médiateur est écouté des deux (0,1) ; les parties peuvent le congédier (0,05)',
  },
  VOTES_WITH: {
    description: 'Vote comme l’autre sur une résolution qui a divisé l’organe.',
    leverageReason: 'un vote est une faveur de peu de poids (0,02 dans chaque sens)',
  },
  AUTHORIZES_FORCES: {
    description: 'Permet aux forces armées de l’autre d’entrer ou d’agir sur son territoire.',
    leverageReason: 'une permission peut être révoquée (0,1)',
  },
  COERCES: {
    description:
      'Arrête, saisit ou réprime : contraint l’autre par ses organes, en deçà de la force armée. Se trouve dans les événements que des machines codent à partir des nouvelles.',
    leverageReason: 'qui arrête ou saisit peut relâcher (0,2)',
  },
};

/** The words of a kind in the language of the page. */
export function useKindWords(): (kind: KindInfo) => KindWords {
  const language = useLanguage();
  return (kind) => (language === 'fr' ? kindsFr[kind.name] : kind);
}
