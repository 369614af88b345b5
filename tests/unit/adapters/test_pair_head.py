"""The head is fast whatever else the machine does."""

from threadpoolctl import threadpool_info

from rehearse.adapters.embedded_judge.pair_head import load_head


def test_products_as_small_as_the_heads_never_wait_for_a_second_thread():
    load_head()
    assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}
