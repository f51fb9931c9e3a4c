"""given.solver: the best of a run is kept, whatever ends it, and a broken run goes on."""

import math

import numpy as np
import pytest

from given.models import gradient_norm
from given.solver import Solver


class Linear:
    """Softmax regression with a running mean of its inputs: the smallest net with a state."""

    def __init__(self, seed=0, dtype=np.float64):
        draw = np.random.default_rng(seed).normal(size=(2, 2))
        self.params = {"W": 0.01 * draw.astype(dtype), "b": np.zeros(2, dtype)}
        self.bn_params = [{"mode": "train"}]
        self.calls = 0

    def loss(self, X, y=None):
        layer = self.bn_params[0]
        mean = layer.get("running_mean", np.zeros(2, X.dtype))
        scores = X @ self.params["W"] + self.params["b"]
        if y is None:
            return scores
        self.calls += 1
        layer["running_mean"] = 0.9 * mean + 0.1 * X.mean(axis=0)
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(len(y)), y]).mean()
        p[np.arange(len(y)), y] -= 1
        return loss, {"W": X.T @ p / len(y), "b": p.mean(axis=0)}


class Noisy(Linear):
    """Draws from NumPy's global generator at each training step, as dropout may."""

    def loss(self, X, y=None):
        return super().loss(X if y is None else X + np.random.normal(size=X.shape), y)


class NanAt(Linear):
    """Its loss is nan at one call."""

    def __init__(self, call, what="loss"):
        super().__init__()
        self.bad_call, self.what = call, what

    def loss(self, X, y=None):
        found = super().loss(X, y)
        if y is None or self.calls != self.bad_call:
            return found
        return (math.nan if self.what == "loss" else found[0]), {
            "W": np.full((2, 2), math.nan),
            "b": np.zeros(2),
        }


class InterruptedAt(Linear):
    def __init__(self, call):
        super().__init__()
        self.bad_call = call

    def loss(self, X, y=None):
        if y is not None and self.calls == self.bad_call:
            self.bad_call = -1
            raise KeyboardInterrupt
        return super().loss(X, y)


def sgd(w, dw, config):
    config.setdefault("learning_rate", 0.1)
    w -= config["learning_rate"] * dw  # in place, as a rule may
    return w, config


def adam(w, dw, config):
    config["t"] = t = config.get("t", 0) + 1
    config["m"] = 0.9 * config.get("m", 0 * w) + 0.1 * dw
    config["v"] = 0.999 * config.get("v", 0 * w) + 0.001 * dw**2
    step = config["m"] / (1 - 0.9**t) / (np.sqrt(config["v"] / (1 - 0.999**t)) + 1e-8)
    return w - config["learning_rate"] * step, config


def blobs(count=40, dtype=np.float64):
    rng = np.random.default_rng(5)
    y = np.arange(count) % 2
    X = rng.normal(size=(count, 2)) + 1.5 * (2 * y[:, None] - 1)
    return {
        "X_train": X.astype(dtype),
        "y_train": y,
        "X_val": X[:10].astype(dtype),
        "y_val": y[:10],
    }


def solver(model=None, rule=sgd, data=None, **settings):
    settings = {"num_epochs": 4, "batch_size": 8, "verbose": False} | settings
    return Solver(model or Linear(), data or blobs(), rule, **settings)


def same(one, other):
    assert one.keys() == other.keys()
    return all(np.array_equal(one[k], other[k]) and one[k].dtype == other[k].dtype for k in one)


def scripted(accuracies):
    """A solver that measures these accuracies instead of its own."""
    run, values = solver(num_epochs=len(accuracies) - 1), iter(accuracies)
    run.check_accuracy = lambda X, y, num=None: next(values) if len(y) == 10 else 0.5
    return run


def test_training_separates_two_blobs():
    run = solver()
    run.train()
    assert run.best_val_acc == 1.0
    assert run.loss_history[-1] < 0.5 * run.loss_history[0]


def test_histories_have_an_entry_a_step_and_accuracies_one_more_than_epochs():
    run = solver()
    run.train()
    assert [len(run.loss_history), len(run.rate_history), len(run.gradient_norm_history)] == [
        20
    ] * 3
    assert [len(run.train_acc_history), len(run.val_acc_history), run.epoch] == [5, 5, 4]


def test_first_recorded_rate_and_gradient_norm_are_those_of_the_first_step():
    model, data = Linear(), blobs(8)
    _, grads = Linear().loss(data["X_train"], data["y_train"])
    run = solver(model, data=data, optim_config={"learning_rate": 0.25})
    run.train()
    assert run.rate_history[0] == 0.25
    norm = math.sqrt(sum(np.sum(dw**2) for dw in grads.values()))
    assert run.gradient_norm_history[0] == pytest.approx(norm)


def test_a_gradient_whose_square_overflows_float32_still_has_a_length():
    grads = {"W": np.array([3e30, 0], np.float32), "b": np.array([4e30], np.float32)}
    assert gradient_norm(grads) == pytest.approx(5e30)


def test_an_epoch_shows_each_image_once():
    seen = []

    class Watching(Linear):
        def loss(self, X, y=None):
            if y is not None:
                seen.extend(X[:, 0])
            return super().loss(X, y)

    data = blobs()
    solver(Watching(), data=data, num_epochs=1).train()
    assert sorted(seen) == sorted(data["X_train"][:, 0])
    assert seen != list(data["X_train"][:, 0])


def test_the_seed_decides_the_run():
    def losses(seed):
        run = solver(seed=seed)
        run.train()
        return run.loss_history

    assert losses(1) == losses(1)
    assert losses(1) != losses(2)


def test_a_batch_larger_than_the_data_is_all_of_it():
    run = solver(batch_size=1000, num_epochs=2)
    run.train()
    assert len(run.loss_history) == 2


def test_lr_decay_multiplies_the_rate_after_each_epoch():
    run = solver(lr_decay=0.5, optim_config={"learning_rate": 0.4})
    run.train()
    assert run.rate_history == [0.4] * 5 + [0.2] * 5 + [0.1] * 5 + [0.05] * 5


def test_a_schedule_gives_each_steps_rate():
    run = solver(schedule=lambda t: 1 / (t + 1))
    run.train()
    assert run.rate_history == [1 / (t + 1) for t in range(run.num_steps)]


def test_rates_from_numpy_leave_float32_weights_float32():
    data = blobs(dtype=np.float32)
    by_schedule = solver(Linear(dtype=np.float32), adam, data, schedule=lambda t: np.float64(0.1))
    rate = np.float64(0.1)
    by_config = solver(Linear(dtype=np.float32), adam, data, optim_config={"learning_rate": rate})
    for run in (by_schedule, by_config):
        run.train()
        assert run._reached["params"]["W"].dtype == np.float32


def test_a_rule_that_widens_float32_weights_does_not_widen_the_models():
    def widening(w, dw, config):
        return np.float64(w) - 0.1 * dw, config

    run = solver(Linear(dtype=np.float32), widening, blobs(dtype=np.float32))
    run.train()
    assert run._reached["params"]["W"].dtype == np.float32


def test_the_model_ends_with_the_parameters_of_the_best_epoch():
    weights = []
    run = scripted([0.1, 0.6, 0.9, 0.3])
    run.on_step = lambda step, before, after, grads: weights.append(after["W"].copy())
    run.train()
    assert run.best_val_acc == 0.9
    assert np.array_equal(run.model.params["W"], weights[2 * run.iterations_per_epoch - 1])


def test_running_averages_come_back_with_the_best_parameters():
    means = []
    run = scripted([0.1, 0.6, 0.9, 0.3])
    run.on_step = lambda *_: means.append(run.model.bn_params[0]["running_mean"].copy())
    run.train()
    best = 2 * run.iterations_per_epoch - 1
    assert np.array_equal(run.model.bn_params[0]["running_mean"], means[best])
    assert run.model.bn_params[0]["mode"] == "train"


def test_a_run_that_never_improves_ends_with_what_it_started_from():
    run, start = scripted([0.0, 0.0, 0.0]), Linear()
    run.train()
    assert same(run.model.params, start.params)
    assert "running_mean" not in run.model.bn_params[0]


def test_training_on_after_the_end_continues_the_run():
    whole, parts = solver(rule=adam, optim_config=RATE), solver(rule=adam, optim_config=RATE)
    whole.train()
    parts.num_epochs = 2
    parts.train()
    parts.num_epochs = 4
    parts.train()
    assert parts.loss_history == whole.loss_history
    assert same(parts.model.params, whole.model.params)


RATE = {"learning_rate": 0.05}


@pytest.mark.parametrize("what", ["loss", "gradient"])
def test_nan_ends_the_run_with_a_sentence_and_a_finite_model(what, capsys):
    run = solver(NanAt(8, what), optim_config=RATE)
    run.train()
    assert f"step 7: the {what} became nan with learning rate 0.05" in run.stopped
    assert f"{run.loss_history[-1 if what == 'gradient' else -2]:.4g}" in run.stopped
    assert capsys.readouterr().out == run.stopped + "\n"
    assert same(run.model.params, run.best_params)
    assert np.isfinite(run.model.params["W"]).all()


def test_nan_at_the_first_step_points_at_the_images_and_weights():
    run = solver(NanAt(1))
    run.train()
    assert "before any update" in run.stopped
    assert same(run.model.params, Linear().params)


def test_a_rate_far_too_high_never_leaves_parameters_that_are_not_finite():
    run = solver(optim_config={"learning_rate": 1e308}, num_epochs=3, batch_size=40)
    run.train()
    assert run.stopped
    assert np.isfinite(run.model.params["W"]).all()


def test_a_stopped_run_stays_stopped():
    run = solver(NanAt(8))
    run.train()
    run.train()
    assert len(run.loss_history) == 8


def test_an_interrupt_passes_on_and_leaves_the_best_model_and_whole_histories():
    run, calm = solver(InterruptedAt(12)), solver(num_epochs=2)
    with pytest.raises(KeyboardInterrupt):
        run.train()
    calm.train()
    assert same(run.model.params, calm.model.params)
    assert (run.epoch, len(run.val_acc_history), len(run.train_acc_history)) == (2, 3, 3)
    assert len(run.loss_history) == len(run.rate_history) == 12


def test_after_an_interrupt_train_goes_on_as_if_there_had_been_none():
    run, calm = (
        solver(InterruptedAt(12), adam, optim_config=RATE),
        solver(rule=adam, optim_config=RATE),
    )
    with pytest.raises(KeyboardInterrupt):
        run.train()
    run.train()
    calm.train()
    assert run.loss_history == calm.loss_history
    assert run.val_acc_history == calm.val_acc_history


def test_on_step_sees_the_parameters_before_and_after():
    changes = []
    run = solver(
        optim_config={"learning_rate": 0.5},
        on_step=lambda step, before, after, grads: changes.append(
            np.allclose(after["W"], before["W"] - 0.5 * grads["W"], rtol=1e-12, atol=0)
        ),
    )
    run.train()
    assert changes == [True] * 20


def test_a_true_answer_of_on_step_ends_the_run():
    run = solver(on_step=lambda step, *_: step == 6)
    run.train()
    assert len(run.loss_history) == 7
    assert "step 6" in run.stopped


@pytest.mark.parametrize("model", [Linear, Noisy])
def test_a_resumed_run_equals_an_uninterrupted_one_bit_for_bit(tmp_path, model):
    settings = {"rule": adam, "optim_config": RATE, "schedule": lambda t: 0.1 / (1 + t)}
    np.random.seed(3)
    whole = solver(model(), **settings)
    whole.train()
    np.random.seed(3)
    solver(model(), num_epochs=2, checkpoint=tmp_path / "run.npz", **settings).train()
    np.random.seed(99)
    resumed = solver(model(seed=77), checkpoint=tmp_path / "run.npz", **settings)
    resumed.resume()
    assert resumed.loss_history == whole.loss_history
    assert resumed.val_acc_history == whole.val_acc_history
    assert same(resumed.model.params, whole.model.params)
    assert same(
        resumed.model.bn_params[0] | {"mode": np.zeros(0)},
        whole.model.bn_params[0] | {"mode": np.zeros(0)},
    )


def test_without_a_checkpoint_file_resume_begins(tmp_path):
    run = solver(checkpoint=tmp_path / "deep" / "run.npz")
    run.resume()
    assert run.epoch == 4
    assert (tmp_path / "deep" / "run.npz").exists()


def test_a_finished_run_that_is_resumed_has_the_best_model_at_once(tmp_path):
    first = solver(checkpoint=tmp_path / "run.npz")
    first.train()
    model = Linear(seed=77)
    solver(model, checkpoint=tmp_path / "run.npz").resume()
    assert model.calls == 0
    assert same(model.params, first.model.params)


@pytest.mark.parametrize("content", [b"", b"PK\3\4 torn", b"\x93NUMPY", b"{}"])
def test_a_damaged_checkpoint_is_one_sentence_and_leaves_the_model(tmp_path, content):
    (tmp_path / "run.npz").write_bytes(content)
    run = solver(checkpoint=tmp_path / "run.npz")
    with pytest.raises(ValueError, match=r"run\.npz is damaged or not a checkpoint"):
        run.resume()
    assert same(run.model.params, Linear().params)


def test_a_checkpoint_of_another_net_names_the_first_difference(tmp_path):
    solver(checkpoint=tmp_path / "run.npz").train()
    other = Linear()
    other.params["b"] = np.zeros(3)
    with pytest.raises(ValueError, match=r"its b is float64 \(2,\), here it is float64 \(3,\)"):
        solver(other, checkpoint=tmp_path / "run.npz").resume()


def test_a_checkpoint_of_another_batch_size_is_refused(tmp_path):
    solver(checkpoint=tmp_path / "run.npz").train()
    with pytest.raises(ValueError, match="batch_size is 8, here it is 10"):
        solver(batch_size=10, checkpoint=tmp_path / "run.npz").resume()


def test_resume_without_a_checkpoint_says_what_is_missing():
    with pytest.raises(ValueError, match="give Solver a checkpoint"):
        solver().resume()


def test_an_unknown_setting_is_named_and_the_rules_own_have_a_place():
    with pytest.raises(ValueError, match=r"does not know learning_rate.*optim_config"):
        solver(learning_rate=0.1)


def test_decay_and_schedule_together_are_refused():
    with pytest.raises(ValueError, match="not both"):
        solver(lr_decay=0.9, schedule=lambda t: 0.1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"X_val": None}, "data has no X_val"),
        ({"y_train": np.zeros(39, int)}, r"X_train has shape \(40, 2\), y_train \(39,\)"),
        ({"X_train": np.zeros((40, 2), np.uint8)}, "X_train holds uint8"),
        ({"y_val": np.zeros(10)}, "y_val holds float64"),
        ({"y_val": np.zeros((10, 1), int)}, r"shape \(10, 1\)"),
    ],
)
def test_data_that_do_not_fit_are_refused_with_their_name(change, said):
    data = {k: v for k, v in (blobs() | change).items() if v is not None}
    with pytest.raises(ValueError, match=said):
        solver(data=data)


def test_a_rule_by_name_is_refused():
    with pytest.raises(ValueError, match="not 'adam'"):
        solver(rule="adam")


def test_a_gradient_of_another_shape_is_named():
    class Wrong(Linear):
        def loss(self, X, y=None):
            found = super().loss(X, y)
            return found if y is None else (found[0], found[1] | {"b": np.zeros((1, 2))})

    with pytest.raises(ValueError, match=r"'b' of shape \(1, 2\)"):
        solver(Wrong()).train()


def test_accuracy_is_the_share_of_right_answers():
    run, model = solver(), Linear()
    X = blobs()["X_train"]
    y = np.argmax(X @ model.params["W"], axis=1)
    y[:10] = 1 - y[:10]
    assert run.check_accuracy(X, y, batch_size=7) == pytest.approx(30 / 40)


def test_accuracy_on_a_sample_is_the_same_each_time_and_leaves_training_alone():
    run, calm, data = solver(), solver(), blobs()
    first = run.check_accuracy(data["X_train"], data["y_train"], num_samples=5)
    assert first == run.check_accuracy(data["X_train"], data["y_train"], num_samples=5)
    run.train()
    calm.train()
    assert run.loss_history == calm.loss_history


def test_a_quiet_run_prints_nothing_and_a_loud_one_a_line_an_epoch(capsys):
    solver().train()
    assert capsys.readouterr().out == ""
    solver(verbose=True).train()
    assert [line[:9] for line in capsys.readouterr().out.splitlines()] == [
        f"epoch {k}/4" for k in range(1, 5)
    ]
