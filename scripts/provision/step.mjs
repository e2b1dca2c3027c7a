/**
 * One thing that the app needs.
 * @typedef {object} Step
 * @property {StepName} name
 * @property {string} title as people read it
 * @property {() => Promise<boolean>} isComplete cheap: it runs at each start
 * @property {(line: import('./progress.mjs').ProgressLine) => Promise<void>} provide throws SetupError
 * @property {(options: { thorough: boolean }) => Promise<Description>} describe for the doctor; reads everything anew when thorough
 */

/** @typedef {'packages' | 'electron' | 'tensorflow' | 'fashion-mnist' | 'window-libraries' | 'virtual-display'} StepName */

/**
 * @typedef {object} Description
 * @property {string} version
 * @property {string} source
 * @property {number} [bytes]
 * @property {string[]} problems in words
 */

export {};
