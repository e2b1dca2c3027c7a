import type { DraftNumber } from '../../store/training/training-draft';

/** What a setting does and what to try, for someone who has met it for the first time. */
export const fieldHelp: Record<DraftNumber, string> = {
  latent:
    'How many numbers describe an image. More of them reconstruct better; those that carry nothing are pruned by the KL. The notebook has 64.',
  beta: 'Weight of the KL in the loss. 1 is the ELBO; above it latents are tidier and reconstructions softer, below it the other way round.',
  warmup:
    'Epochs over which beta rises from 0 to its value, so that the decoder learns to use the latents before the KL pulls them together. 0 for none; 5 to 10 help against a collapse.',
  epochs:
    'How often every training image is seen. After 10 the test loss of Fashion-MNIST is within 3 nats of where it ends; 30 are the notebook’s.',
  batch:
    'Images that one step of Adam looks at together. Larger steps are steadier and fewer; above some 500 the learning rate should grow with it.',
  learningRate:
    'Size of Adam’s steps. 0.001 suits nearly every batch; lower it tenfold if the loss jumps or is not a number.',
  patience:
    'Epochs in a row without a better test ELBO before the run ends. Counted only once the warm-up is over, for until then the loss itself changes.',
  minDelta: 'Nats per image that the test ELBO has to gain to count as better; 0 counts any gain.',
  limit: 'For a quick trial: the training images are a random part of this size, and the run says so.',
  seed: 'Decides the first weights, the order of the images and the noise. The same seed on the same machine gives the same run, bit for bit.',
};
