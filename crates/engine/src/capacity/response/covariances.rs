//! Covariances of the waits at stations, from the equations between them.

/// Numbers by pairs of stations.
#[derive(Clone, Copy)]
pub(super) struct Square<const N: usize>(pub(super) [[f64; N]; N]);

impl<const N: usize> Default for Square<N> {
    fn default() -> Self {
        Self([[0.0; N]; N])
    }
}

/// The symmetric `C` of the first `count` stations with `D C M' + M C D = R`, `D` having the given diagonal and `R` being
/// symmetric; `None` where the equations do not decide it.
///
/// The equations of the upper triangle, solved by elimination: with at most eight stations these are 36.
pub(super) fn covariances<const N: usize>(
    count: usize,
    diagonal: &[f64; N],
    matrix: &Square<N>,
    right: &Square<N>,
) -> Option<Square<N>> {
    let pairs: Vec<(usize, usize)> = (0..count).flat_map(|i| (i..count).map(move |j| (i, j))).collect();
    let unknown = |i: usize, j: usize| {
        let (i, j) = (i.min(j), i.max(j));
        i * count - i * (i + 1) / 2 + j
    };
    let mut rows: Vec<Vec<f64>> = pairs
        .iter()
        .map(|(i, j)| {
            let mut row = vec![0.0; pairs.len() + 1];
            for k in 0..count {
                row[unknown(*i, k)] += diagonal[*i] * matrix.0[*j][k];
                row[unknown(k, *j)] += matrix.0[*i][k] * diagonal[*j];
            }
            row[pairs.len()] = right.0[*i][*j];
            row
        })
        .collect();
    let solution = solved(&mut rows)?;
    let mut found = Square::default();
    for ((i, j), value) in pairs.iter().zip(solution) {
        found.0[*i][*j] = value;
        found.0[*j][*i] = value;
    }
    Some(found)
}

/// Gaussian elimination with the largest pivots; each row ends with its right side.
fn solved(rows: &mut [Vec<f64>]) -> Option<Vec<f64>> {
    let count = rows.len();
    for at in 0..count {
        let pivot = (at..count).max_by(|a, b| rows[*a][at].abs().total_cmp(&rows[*b][at].abs()))?;
        rows.swap(at, pivot);
        let (done, left) = rows.split_at_mut(at + 1);
        let row = &done[at];
        for other in left {
            let times = other[at] / row[at];
            if times != 0.0 {
                other[at..].iter_mut().zip(&row[at..]).for_each(|(it, of)| *it -= times * of);
            }
        }
    }
    let mut found = vec![0.0; count];
    for at in (0..count).rev() {
        let known: f64 = (at + 1..count).map(|it| rows[at][it] * found[it]).sum();
        found[at] = (rows[at][count] - known) / rows[at][at];
    }
    found.iter().all(|it| it.is_finite()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_covariances_that_are_found_fulfil_their_equations() {
        let diagonal = [0.5, 2.0, 1.25];
        let matrix = Square([[1.0, 0.2, 0.7], [0.4, 0.9, 0.1], [0.0, 0.6, 1.5]]);
        let right = Square([[2.0, 0.3, 0.5], [0.3, 1.0, 0.4], [0.5, 0.4, 3.0]]);
        let found = covariances(3, &diagonal, &matrix, &right).unwrap();
        for i in 0..3 {
            for j in 0..3 {
                let left: f64 = (0..3)
                    .map(|k| {
                        diagonal[i] * found.0[i][k] * matrix.0[j][k] + matrix.0[i][k] * found.0[k][j] * diagonal[j]
                    })
                    .sum();
                assert!((left - right.0[i][j]).abs() < 1e-12, "{i} {j}: {left}");
            }
        }
    }

    #[test]
    fn equations_that_decide_nothing_have_no_solution() {
        assert!(covariances(1, &[1.0], &Square([[0.0]]), &Square([[1.0]])).is_none());
    }
}
