import { TrainingClassEntity } from './classes/training-class.entity.js';
import { EvidenceDetailEntity } from './employments/evidence-detail.entity.js';
import { ExclusionFactEntity } from './ledger/exclusion-fact.entity.js';
import { LedgerFactEntity, LedgerMoveEntity } from './ledger/ledger-fact.entity.js';
import { ReferralEntity, ReferralEventEntity, ReferralMoveEntity } from './referrals/referral.entity.js';

/** Every table of this library that TypeORM knows. */
export const PLACEMENTS_ENTITIES = [TrainingClassEntity, LedgerMoveEntity, LedgerFactEntity, EvidenceDetailEntity, ExclusionFactEntity, ReferralEntity, ReferralEventEntity, ReferralMoveEntity] as const;
