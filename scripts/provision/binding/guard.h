/**
 * Included before the first line of tfjs-node's binding (`-include`): puts two guards around what it calls of TensorFlow.
 *
 * 1. No signal handler runs on a thread while TensorFlow computes on it. oneDNN's matrix product points the stack
 *    pointer into a block of the heap (oneDNN issue 4845, mended in its 3.11.2, which no TensorFlow has yet), so the
 *    frame of a handler overwrites whatever lies below that block. An engine hears SIGCHLD each time a decoder or a
 *    stepper ends, and SIGINT at Ctrl-C. Threads that TensorFlow starts inherit the mask for good.
 * 2. A tensor owns its memory. The binding would let it share the JavaScript array's, which JavaScript may write to,
 *    transfer to another thread or, with the last reference gone on a thread of TensorFlow's, free there.
 *
 * Both are tested by `src/engine/tensorflow/binding.test.ts`; what they cost stands in docs/engine.md.
 */
#ifndef LATENT_ATELIER_GUARD_H_
#define LATENT_ATELIER_GUARD_H_

#include <cstring>
#include <utility>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"
#include "tensorflow/c/tf_tensor.h"

#ifndef _WIN32
#include <pthread.h>
#include <signal.h>
#endif

namespace latent_atelier {

/** Holds back, on this thread and while it lives, every signal that comes from outside; those of a fault pass. */
class SignalsHeld {
 public:
#ifdef _WIN32
  SignalsHeld() = default;
#else
  SignalsHeld() {
    sigset_t held;
    sigfillset(&held);
    for (const int fault : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS}) sigdelset(&held, fault);
    pthread_sigmask(SIG_BLOCK, &held, &former_);
  }
  ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &former_, nullptr); }
#endif
  SignalsHeld(const SignalsHeld &) = delete;
  SignalsHeld &operator=(const SignalsHeld &) = delete;

#ifndef _WIN32
 private:
  sigset_t former_;
#endif
};

template <auto call, typename... Arguments>
auto WithSignalsHeld(Arguments &&...arguments) {
  const SignalsHeld held;
  return call(std::forward<Arguments>(arguments)...);
}

/** TF_NewTensor with a copy of `data`, which is released at once, on this thread. */
inline TF_Tensor *NewOwnedTensor(TF_DataType type, const int64_t *dims, int num_dims, void *data, size_t bytes,
                                 void (*release)(void *, size_t, void *), void *release_argument) {
  TF_Tensor *tensor = TF_AllocateTensor(type, dims, num_dims, bytes);
  if (tensor != nullptr && bytes > 0) std::memcpy(TF_TensorData(tensor), data, bytes);
  release(data, bytes, release_argument);
  return tensor;
}

}  // namespace latent_atelier

// Of what the binding calls, all that computes, copies or starts threads.
#define TFE_NewContext latent_atelier::WithSignalsHeld<TFE_NewContext>
#define TFE_DeleteContext latent_atelier::WithSignalsHeld<TFE_DeleteContext>
#define TFE_Execute latent_atelier::WithSignalsHeld<TFE_Execute>
#define TFE_TensorHandleCopyToDevice latent_atelier::WithSignalsHeld<TFE_TensorHandleCopyToDevice>
#define TFE_TensorHandleResolve latent_atelier::WithSignalsHeld<TFE_TensorHandleResolve>
#define TF_LoadSessionFromSavedModel latent_atelier::WithSignalsHeld<TF_LoadSessionFromSavedModel>
#define TF_SessionRun latent_atelier::WithSignalsHeld<TF_SessionRun>
#define TF_DeleteSession latent_atelier::WithSignalsHeld<TF_DeleteSession>
#define TF_NewTensor latent_atelier::NewOwnedTensor

#endif  // LATENT_ATELIER_GUARD_H_
