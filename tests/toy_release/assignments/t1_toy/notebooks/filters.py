# %% [markdown]
# # Filters
# Neighbours make a number calm.

# %%
import numpy as np
from t1.filters import smooth

# %% [markdown]
# How wide should the window be?

# %% [markdown] tags=["answer"]
# *Your answer.*

# %%
print(smooth(np.array([1.0, 5.0, 3.0])))
