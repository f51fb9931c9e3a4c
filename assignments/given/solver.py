"""Training a model by minibatches, without losing the best of it."""

import copy
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from given.checkpoint import WrongCheckpoint, read_checkpoint, write_checkpoint
from given.models import Array, Arrays, Model, check_gradients, copied, gradient_norm, put, running
from given.progress import Progress

Rule = Callable[[Any, Any, dict[str, Any]], tuple[Any, dict[str, Any]]]
OnStep = Callable[[int, Arrays, Arrays, Arrays], object]

KEYS = ("X_train", "y_train", "X_val", "y_val")


class Solver:
    """Trains a model and keeps the parameters that were best on the validation images.

    Attributes:
        epoch: how many are done.
        stopped: why the run ended early, or "".
        best_params, best_val_acc: of the best moment so far; in the model when `train` ends.
        loss_history: the loss of each step's minibatch; beside it, an entry a step,
            rate_history (learning rates) and gradient_norm_history (length of all gradients).
        train_acc_history, val_acc_history: before the first step, then at the end of each epoch.
        optim_configs: what the rule keeps for each parameter.
        iterations_per_epoch, num_steps: steps of an epoch, and of all.
    """

    def __init__(
        self,
        model: Model,
        data: Mapping[str, Any],
        update_rule: Rule,
        *,
        optim_config: Mapping[str, Any] | None = None,
        lr_decay: float = 1.0,
        schedule: Callable[[int], float] | None = None,
        batch_size: int = 100,
        num_epochs: int = 10,
        num_train_samples: int | None = 1000,
        num_val_samples: int | None = None,
        checkpoint: str | Path | None = None,
        on_step: OnStep | None = None,
        seed: int = 231,
        verbose: bool = True,
        **unknown: object,
    ) -> None:
        """Prepares a run; nothing is computed yet.

        An epoch goes through the training images in a new random order, without replacement;
        images that fill no whole minibatch sit it out.

        Args:
            data: "X_train", "y_train", "X_val", "y_val"; images as floats, labels as integers.
            update_rule: rule(w, dw, config) -> (w, config); may change w and config in place.
            optim_config: what each parameter's config starts with, such as "learning_rate".
            lr_decay: factor of the learning rate after each epoch.
            schedule: in its place, the learning rate at step t, which counts from 0.
            num_train_samples: the accuracy on training images is measured on this many, always
                the same ones; None for all. num_val_samples: the same for validation.
            checkpoint: a file, .npz, written at the end of each epoch; `resume` goes on from it.
            on_step: called as on_step(step, params before, params after, gradients); a true
                answer ends the run.
            seed: of the order of the images and of the samples.
            verbose: shows a progress bar and prints a line an epoch.

        Raises:
            ValueError: something is missing, unknown or does not fit.
        """
        if unknown:
            raise ValueError(
                f"Solver does not know {', '.join(sorted(unknown))}; the rule's own settings,"
                " such as learning_rate, go into optim_config"
            )
        if schedule is not None and lr_decay != 1.0:
            raise ValueError("give lr_decay or schedule, not both")
        if not callable(update_rule):
            raise ValueError(f"update_rule is a function such as sgd, not {update_rule!r}")
        if min(batch_size, num_epochs) < 1:
            raise ValueError(f"batch_size {batch_size} and num_epochs {num_epochs}: at least 1")
        self.model, self.update_rule, self.on_step = model, update_rule, on_step
        self.X_train, self.y_train, self.X_val, self.y_val = checked(data)
        self.lr_decay, self.schedule = lr_decay, schedule
        self.batch_size, self.num_epochs = batch_size, num_epochs
        self.num_train_samples, self.num_val_samples = num_train_samples, num_val_samples
        self.checkpoint = Path(checkpoint) if checkpoint else None
        self.seed, self.verbose = seed, verbose
        config = {name: plain(value) for name, value in (optim_config or {}).items()}
        self.optim_configs = {name: copy.deepcopy(config) for name in model.params}
        self.epoch, self.stopped, self._is_as_asked = 0, "", False
        self.best_params: Arrays = {}
        self.best_val_acc = -math.inf
        self.loss_history: list[float] = []
        self.rate_history: list[float] = []
        self.gradient_norm_history: list[float] = []
        self.train_acc_history: list[float] = []
        self.val_acc_history: list[float] = []
        self._best_running: list[Arrays] = []
        self._rng = np.random.default_rng(seed)
        self._reached: dict[str, Any] = {}  # the whole run at the end of its last whole epoch

    @property
    def iterations_per_epoch(self) -> int:
        return max(len(self.y_train) // self.batch_size, 1)

    @property
    def num_steps(self) -> int:
        return self.num_epochs * self.iterations_per_epoch

    def train(self) -> None:
        """Trains until `num_epochs` are done; afterwards the model is as it was at its best.

        Best: the highest accuracy on validation images, before the first step or at the end of
        an epoch. That holds when the run ends early, too. A loss, gradient or parameter that is
        not finite ends it, prints why and keeps the sentence in `stopped`; a true answer of
        `on_step` ends it, too. An exception, or an interrupt, passes on.

        Called again, it goes on from the end of the last whole epoch (first raise `num_epochs`
        for more of them); a run that has stopped stays stopped.
        """
        if self.stopped:
            print(self.stopped)
            return
        if self._reached:
            self._set(self._reached)
        try:
            with np.errstate(over="ignore", invalid="ignore"):  # `stopped` says it
                self._train()
        finally:
            self._level()
            if self.best_params:
                put(self.model, self.best_params, self._best_running)
        if self.stopped and (self.verbose or not self._is_as_asked):
            print(self.stopped)

    def resume(self) -> None:
        """Trains on from the checkpoint, or from the beginning where there is none yet.

        The end is the same, bit for bit, as without the break. Model, data and settings must be
        as they were; `num_epochs` may grow.

        Raises:
            WrongCheckpoint: the file is damaged, or of another run.
        """
        if self.checkpoint is None:
            raise ValueError("there is no file to resume from: give Solver a checkpoint")
        if self.checkpoint.exists():
            found = read_checkpoint(self.checkpoint)
            self._check_fit(found)
            self._reached = found
            np.random.set_state(found["np.random"])  # dropout may draw from it
            if self.verbose:
                print(f"{self.checkpoint}: {found['epoch']} epochs are done")
        self.train()

    def check_accuracy(
        self, X: Any, y: Any, num_samples: int | None = None, batch_size: int = 100
    ) -> float:
        """Share of the images that the model classifies correctly.

        Args:
            num_samples: measure on this many of them, for the same number always the same ones;
                None for all.
        """
        if num_samples is not None and num_samples < len(y):
            chosen = np.random.default_rng(self.seed).choice(len(y), num_samples, replace=False)
            X, y = X[chosen], y[chosen]
        right = 0
        for start in range(0, len(y), batch_size):
            scores = self.model.loss(X[start : start + batch_size])
            answers = np.argmax(scores, axis=1)
            right += int(np.count_nonzero(answers == y[start : start + batch_size]))
        return right / len(y)

    def _train(self) -> None:
        if not self._reached and not self._end_epoch(0):
            return
        with Progress(self.verbose, self.num_steps, len(self.loss_history)) as progress:
            while self.epoch < self.num_epochs:
                order = self._rng.permutation(len(self.y_train))
                for start in range(self.iterations_per_epoch):
                    rows = order[start * self.batch_size : (start + 1) * self.batch_size]
                    if not self._step(rows):
                        return
                    progress.step(self.loss_history[-1], self.rate_history[-1])
                if not self._end_epoch(self.epoch + 1):
                    return
                progress.say(self._line())

    def _step(self, rows: Array) -> bool:
        """One update; false where the run ends."""
        step, params = len(self.loss_history), self.model.params
        loss, grads = self.model.loss(self.X_train[rows], self.y_train[rows])
        check_gradients(params, grads)
        norm = gradient_norm(grads)
        if self.schedule:
            rate = float(self.schedule(step))  # a NumPy number would turn float32 weights float64
            for config in self.optim_configs.values():
                config["learning_rate"] = rate
        before = copied(params) if self.on_step else {}
        finite = math.isfinite(loss) and math.isfinite(norm)
        if finite:
            for name, config in self.optim_configs.items():
                w, self.optim_configs[name] = self.update_rule(params[name], grads[name], config)
                params[name] = np.asarray(w, dtype=params[name].dtype)  # a float64 memory may widen
        self.loss_history.append(float(loss))
        self.rate_history.append(self._rate())
        self.gradient_norm_history.append(norm)
        if not finite:
            number = norm if math.isfinite(loss) else loss
            self._stop(f"the {'gradient' if math.isfinite(loss) else 'loss'} became {number}")
        elif self.on_step and self.on_step(step, before, params, grads):
            self._is_as_asked = True
            self.stopped = f"Stopped after step {step}, as on_step asked."
        return not self.stopped

    def _end_epoch(self, epoch: int) -> bool:
        """Measures, keeps the best, saves; false where the run ends."""
        if not all(np.isfinite(w).all() for w in self.model.params.values()):
            self._stop("the parameters are no longer finite" if epoch else "parameters not finite")
            return False
        measured = (
            self.check_accuracy(self.X_train, self.y_train, self.num_train_samples),
            self.check_accuracy(self.X_val, self.y_val, self.num_val_samples),
        )
        self.epoch = epoch
        self.train_acc_history.append(measured[0])
        self.val_acc_history.append(measured[1])
        if measured[1] > self.best_val_acc:
            self.best_params, self._best_running = copied(self.model.params), running(self.model)
            self.best_val_acc = measured[1]
        if epoch and self.lr_decay != 1.0:
            for config in self.optim_configs.values():
                config["learning_rate"] *= self.lr_decay
        self._reached = self._all()
        if self.checkpoint:
            write_checkpoint(self.checkpoint, self._reached)
        return True

    def _rate(self) -> float:
        """The learning rate; nan for a rule that has none."""
        configs = iter(self.optim_configs.values())
        return float(next(configs, {}).get("learning_rate", math.nan))

    def _stop(self, what: str) -> None:
        step = len(self.loss_history) - 1
        finite = [loss for loss in self.loss_history if math.isfinite(loss)]
        if step < 1 or not finite:
            why = "before any update: look at the images and at the weights it starts from"
        else:
            why = (
                f"with learning rate {self._rate():.3g}; the last finite loss was {finite[-1]:.4g}"
            )
        kept = "The model keeps what it had"
        if self.best_params:
            at = int(np.argmax(self.val_acc_history))
            kept += f" after epoch {at} (validation accuracy {self.best_val_acc:.3f})"
        self.stopped = f"Stopped at step {max(step, 0)}: {what} {why}. {kept}."

    def _line(self) -> str:
        loss = np.mean(self.loss_history[-self.iterations_per_epoch :])
        return (
            f"epoch {self.epoch}/{self.num_epochs}: loss {loss:.3f}, accuracy: training"
            f" {self.train_acc_history[-1]:.3f}, validation {self.val_acc_history[-1]:.3f}"
        )

    def _level(self) -> None:
        """Cuts off what an interrupted step has written into some histories only."""
        steps = [self.loss_history, self.rate_history, self.gradient_norm_history]
        for histories in (steps, [self.train_acc_history, self.val_acc_history]):
            shortest = min(map(len, histories))
            for history in histories:
                del history[shortest:]
        self.epoch = max(len(self.val_acc_history) - 1, 0)

    def _all(self) -> dict[str, Any]:
        """Everything that decides how the run goes on."""
        return {
            "images": len(self.y_train),
            "batch_size": self.batch_size,
            "epoch": self.epoch,
            "params": copied(self.model.params),
            "running": running(self.model),
            "optim_configs": copy.deepcopy(self.optim_configs),
            "best_params": self.best_params,
            "best_running": self._best_running,
            "best_val_acc": self.best_val_acc,
            "histories": {name: list(getattr(self, name)) for name in HISTORIES},
            "generator": self._rng.bit_generator.state,
            "np.random": np.random.get_state(legacy=False),
        }

    def _set(self, run: dict[str, Any]) -> None:
        put(self.model, run["params"], run["running"])
        self.epoch = run["epoch"]
        self.optim_configs = copy.deepcopy(run["optim_configs"])
        self.best_params, self._best_running = run["best_params"], run["best_running"]
        self.best_val_acc = run["best_val_acc"]
        self._rng.bit_generator.state = run["generator"]
        for name in HISTORIES:
            setattr(self, name, list(run["histories"][name]))

    def _check_fit(self, found: dict[str, Any]) -> None:
        missing = self._all().keys() - found.keys()
        if missing:
            raise WrongCheckpoint(f"{self.checkpoint} holds no run of a solver")
        want: dict[str, Any] = {"images": len(self.y_train), "batch_size": self.batch_size}
        want |= {name: f"{w.dtype} {w.shape}" for name, w in self.model.params.items()}
        have: dict[str, Any] = {"images": found["images"], "batch_size": found["batch_size"]}
        have |= {name: f"{w.dtype} {w.shape}" for name, w in found["params"].items()}
        for name in sorted(want.keys() | have.keys()):
            if want.get(name) != have.get(name):
                raise WrongCheckpoint(
                    f"{self.checkpoint} is of another run: its {name} is {have.get(name)},"
                    f" here it is {want.get(name)}"
                )


HISTORIES = (
    "loss_history",
    "rate_history",
    "gradient_norm_history",
    "train_acc_history",
    "val_acc_history",
)


def checked(data: Mapping[str, Any]) -> tuple[Array, Array, Array, Array]:
    """The four arrays of the data, if a net can be trained on them."""
    if missing := [key for key in KEYS if key not in data]:
        raise ValueError(f"data has no {', '.join(missing)}; it needs {', '.join(KEYS)}")
    X_train, y_train, X_val, y_val = (np.asarray(data[key]) for key in KEYS)
    for part, X, y in (("train", X_train, y_train), ("val", X_val, y_val)):
        if y.ndim != 1 or y.dtype.kind not in "iu":
            raise ValueError(
                f"y_{part} holds {y.dtype} of shape {y.shape}; labels are integers (N,)"
            )
        if X.ndim < 2 or len(X) != len(y) or not len(y):
            raise ValueError(f"X_{part} has shape {X.shape}, y_{part} {y.shape}: as many, not 0")
        if X.dtype.kind != "f":
            raise ValueError(
                f"X_{part} holds {X.dtype}; subtract the mean image and scale first: floats"
            )
    return X_train, y_train, X_val, y_val


def plain(value: Any) -> Any:
    """A NumPy number as Python's: float64 ones would turn float32 weights into float64."""
    return value.item() if isinstance(value, np.generic) else value
