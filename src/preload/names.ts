import type { WindowCall, WindowEvent } from '../contract/window-calls';

/*
 * The names alone: importing the schemas would bring all of zod into the preload, which is parsed before the page
 * is. The compiler refuses a name that is missing here and one that is not in the contract.
 */

const calls: Record<WindowCall, true> = {
  'engine.describe': true,
  'engine.status': true,
  'engine.restart': true,
  'data.look': true,
  'data.cancel': true,
  'data.describe': true,
  'cache.describe': true,
  'cache.clear': true,
  'cache.setLimit': true,
  'training.start': true,
  'training.resume': true,
  'training.pause': true,
  'training.continue': true,
  'training.stop': true,
  'training.giveWay': true,
  'runs.list': true,
  'run.open': true,
  'run.history': true,
  'run.openStarter': true,
  'run.relocate': true,
  'run.import': true,
  'run.rename': true,
  'run.delete': true,
  'run.restore': true,
  'runs.listDeleted': true,
  'runs.removeDeleted': true,
  'window.setTheme': true,
  'window.command': true,
  'space.encode': true,
  'space.add': true,
  'vectors.look': true,
  'space.import': true,
  'space.addColumns': true,
  'vectors.pair': true,
  'space.map': true,
  'space.stopMap': true,
  'space.stopSearch': true,
  'space.previewMap': true,
  'space.restoreMap': true,
  'space.place': true,
  'space.decode': true,
  'space.path': true,
  'space.locate': true,
  'space.decodePlace': true,
  'space.samples': true,
  'space.stopSamples': true,
  'export.path': true,
  'export.csv': true,
  'export.embedding': true,
  'export.grid': true,
  'export.report': true,
  'export.cancel': true,
  'export.picture': true,
  'project.choose': true,
  'project.open': true,
  'project.save': true,
  'project.tell': true,
  'project.atStart': true,
  'project.askToLeave': true,
  'project.recent': true,
  'project.forget': true,
  'dialog.chooseImages': true,
  'dialog.chooseRun': true,
  'files.dropped': true,
};

const events: Record<WindowEvent, true> = {
  'training.progress': true,
  'training.epoch': true,
  'training.samples': true,
  'training.alarm': true,
  'training.end': true,
  'data.progress': true,
  'space.progress': true,
  'map.progress': true,
  'search.progress': true,
  'export.progress': true,
  'engine.status': true,
  'menu.action': true,
  'project.asked': true,
  'project.recent': true,
};

export const callNames: readonly WindowCall[] = namesOf(calls);
export const eventNames: readonly WindowEvent[] = namesOf(events);

/** Typed `Object.keys`: sound here because both records are literals, which hold no other keys. */
function namesOf<Name extends string>(record: Record<Name, true>): Name[] {
  return Object.keys(record) as Name[];
}
