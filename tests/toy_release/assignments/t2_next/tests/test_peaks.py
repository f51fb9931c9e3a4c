def test_a_flat_row_has_no_peak(student):
    """A flat row has no peak."""
    assert len(student.peaks.peaks([1.0, 1.0])) == 0
