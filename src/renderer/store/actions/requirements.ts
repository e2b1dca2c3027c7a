import { isActive } from '../training/training-phase';
import type { AtelierState } from '../state';

/** Why something cannot be done now; null when it can. */
type WhyNot = (state: AtelierState) => string | null;

export const needsMap: WhyNot = ({ space }) => (space.map === null ? 'There is no map yet.' : null);

export const needsImages: WhyNot = ({ space }) =>
  space.embedding === null ? 'Nothing is encoded yet.' : null;

export const needsRun: WhyNot = ({ training }) => (training.run === null ? 'No run is open.' : null);

export const needsPath: WhyNot = ({ path }) => (path.result === null ? 'There is no path.' : null);

export const notWhileTraining: WhyNot = ({ training }) =>
  isActive(training.phase) ? 'A run is being trained; stop it first.' : null;
