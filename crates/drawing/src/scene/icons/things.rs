//! The computers, stores and outside systems of the diagram.

use super::pen::Pen;

/// A computer's tower.
pub(super) fn computer(pen: &mut Pen, left: f32, top: f32, right: f32, bottom: f32) {
    let (width, height) = (right - left, bottom - top);
    pen.frame(left, top, right, bottom, 1.6);
    for part in [0.22, 0.42] {
        let y = top + height * part;
        pen.line(&[(left + width * 0.26, y), (right - width * 0.26, y)]);
    }
    pen.dot(f32::midpoint(left, right), top + height * 0.76, 1.3);
}

/// A database's cylinder.
pub(super) fn cylinder(pen: &mut Pen, left: f32, top: f32, right: f32, bottom: f32) {
    let (x, rx) = (f32::midpoint(left, right), (right - left) / 2.0);
    let ry = (rx * 0.36).max(1.6);
    pen.arc((x, top + ry), (rx, ry), 0.0, 360.0);
    pen.arc((x, bottom - ry), (rx, ry), 0.0, 180.0);
    pen.arc((x, f32::midpoint(top, bottom)), (rx, ry), 0.0, 180.0);
    pen.line(&[(left, top + ry), (left, bottom - ry)]);
    pen.line(&[(right, top + ry), (right, bottom - ry)]);
}

pub(super) fn biztalk_server(pen: &mut Pen) {
    pen.frame(2.5, 4.0, 21.5, 20.0, 2.2);
    pen.line(&[(6.2, 9.4), (17.4, 9.4)]);
    pen.line(&[(14.8, 6.9), (17.6, 9.4), (14.8, 11.9)]);
    pen.line(&[(17.8, 14.9), (6.6, 14.9)]);
    pen.line(&[(9.2, 12.4), (6.4, 14.9), (9.2, 17.4)]);
}

pub(super) fn sql_server(pen: &mut Pen) {
    pen.line(&[(8.4, 20.5), (2.8, 20.5), (2.8, 3.5), (13.2, 3.5), (13.2, 7.0)]);
    pen.line(&[(5.8, 7.6), (10.2, 7.6)]);
    pen.line(&[(5.8, 11.4), (8.4, 11.4)]);
    cylinder(pen, 11.2, 9.4, 21.4, 21.2);
}

pub(super) fn master_secret_server(pen: &mut Pen) {
    pen.ring(7.6, 12.0, 4.8);
    pen.dot(7.0, 12.0, 1.3);
    pen.line(&[(12.4, 12.0), (22.0, 12.0), (22.0, 16.2)]);
    pen.line(&[(17.6, 12.0), (17.6, 15.2)]);
}

pub(super) fn load_balancer(pen: &mut Pen) {
    pen.ring(4.8, 12.0, 2.6);
    for y in [4.4, 12.0, 19.6] {
        pen.ring(19.6, y, 2.2);
    }
    pen.line(&[(7.4, 12.0), (17.4, 12.0)]);
    pen.line(&[(10.4, 12.0), (13.2, 4.4), (17.4, 4.4)]);
    pen.line(&[(10.4, 12.0), (13.2, 19.6), (17.4, 19.6)]);
}

pub(super) fn domain_controller(pen: &mut Pen) {
    pen.frame(8.4, 2.8, 15.6, 8.6, 1.2);
    pen.frame(2.6, 15.4, 9.8, 21.2, 1.2);
    pen.frame(14.2, 15.4, 21.4, 21.2, 1.2);
    pen.line(&[(12.0, 8.6), (12.0, 12.0)]);
    pen.line(&[(6.2, 15.4), (6.2, 12.0), (17.8, 12.0), (17.8, 15.4)]);
}

pub(super) fn file_share(pen: &mut Pen) {
    pen.outline(&[(2.8, 5.0), (9.2, 5.0), (11.4, 7.8), (21.2, 7.8), (21.2, 19.4), (2.8, 19.4)]);
    pen.line(&[(6.6, 15.6), (17.4, 15.6)]);
}

pub(super) fn client(pen: &mut Pen) {
    pen.frame(2.6, 3.8, 21.4, 16.4, 1.8);
    pen.line(&[(12.0, 16.4), (12.0, 20.4)]);
    pen.line(&[(7.4, 20.6), (16.6, 20.6)]);
}

pub(super) fn partner_system(pen: &mut Pen) {
    pen.line(&[(2.4, 21.0), (21.6, 21.0)]);
    pen.line(&[(4.4, 21.0), (4.4, 3.2), (13.6, 3.2), (13.6, 21.0)]);
    pen.line(&[(13.6, 9.6), (19.6, 9.6), (19.6, 21.0)]);
    for y in [7.4, 11.6, 15.8] {
        pen.line(&[(7.2, y), (10.8, y)]);
    }
    pen.line(&[(16.6, 13.6), (16.6, 16.8)]);
}

pub(super) fn reverse_proxy(pen: &mut Pen) {
    pen.outline(&[
        (12.0, 2.2),
        (20.2, 5.2),
        (20.2, 12.0),
        (17.6, 17.4),
        (12.0, 21.8),
        (6.4, 17.4),
        (3.8, 12.0),
        (3.8, 5.2),
    ]);
    pen.line(&[(7.6, 11.4), (16.0, 11.4)]);
    pen.line(&[(13.2, 8.4), (16.2, 11.4), (13.2, 14.4)]);
}

pub(super) fn firewall(pen: &mut Pen) {
    pen.frame(2.6, 4.4, 21.4, 19.6, 1.0);
    pen.line(&[(2.6, 9.5), (21.4, 9.5)]);
    pen.line(&[(2.6, 14.5), (21.4, 14.5)]);
    pen.line(&[(12.0, 4.4), (12.0, 9.5)]);
    pen.line(&[(7.4, 9.5), (7.4, 14.5)]);
    pen.line(&[(16.6, 9.5), (16.6, 14.5)]);
    pen.line(&[(12.0, 14.5), (12.0, 19.6)]);
}

pub(super) fn disk_array(pen: &mut Pen) {
    for top in [3.0, 9.4, 15.8] {
        pen.frame(2.8, top, 21.2, top + 5.2, 1.2);
        pen.dot(17.6, top + 2.6, 1.1);
        pen.line(&[(6.0, top + 2.6), (12.4, top + 2.6)]);
    }
}

pub(super) fn host(pen: &mut Pen) {
    pen.frame(2.6, 2.6, 21.4, 21.4, 3.0);
    pen.ring(12.0, 12.0, 3.4);
    for turn in 0_u8..8 {
        let angle = (f32::from(turn) * 45.0).to_radians();
        let (c, s) = (libm::cosf(angle), libm::sinf(angle));
        pen.line(&[(12.0 + 3.4 * c, 12.0 + 3.4 * s), (12.0 + 6.0 * c, 12.0 + 6.0 * s)]);
    }
}

pub(super) fn failover_cluster(pen: &mut Pen) {
    pen.frame(1.6, 2.4, 22.4, 21.6, 2.4);
    computer(pen, 4.8, 5.8, 10.6, 18.2);
    computer(pen, 13.4, 5.8, 19.2, 18.2);
}

pub(super) fn availability_group(pen: &mut Pen) {
    cylinder(pen, 1.8, 6.4, 9.4, 20.0);
    cylinder(pen, 14.6, 6.4, 22.2, 20.0);
    pen.line(&[(5.6, 3.6), (18.4, 3.6)]);
    pen.line(&[(16.6, 1.8), (18.6, 3.6), (16.6, 5.4)]);
}

pub(super) fn witness(pen: &mut Pen) {
    pen.arc((12.0, 19.2), (12.4, 12.4), -145.0, -35.0);
    pen.arc((12.0, 4.8), (12.4, 12.4), 35.0, 145.0);
    pen.ring(12.0, 12.0, 3.0);
    pen.dot(12.0, 12.0, 1.0);
}

pub(super) fn adapter(pen: &mut Pen) {
    pen.line(&[(9.0, 2.6), (9.0, 8.0)]);
    pen.line(&[(15.0, 2.6), (15.0, 8.0)]);
    pen.line(&[(5.4, 8.0), (18.6, 8.0)]);
    pen.line(&[(6.6, 8.0), (6.6, 12.0)]);
    pen.line(&[(17.4, 8.0), (17.4, 12.0)]);
    pen.arc((12.0, 12.0), (5.4, 4.8), 0.0, 180.0);
    pen.line(&[(12.0, 16.8), (12.0, 21.6)]);
}

pub(super) fn network(pen: &mut Pen) {
    pen.line(&[(2.4, 12.0), (21.6, 12.0)]);
    pen.frame(8.8, 2.8, 15.2, 7.8, 1.0);
    pen.frame(3.0, 16.2, 9.4, 21.2, 1.0);
    pen.frame(14.6, 16.2, 21.0, 21.2, 1.0);
    pen.line(&[(12.0, 7.8), (12.0, 12.0)]);
    pen.line(&[(6.2, 12.0), (6.2, 16.2)]);
    pen.line(&[(17.8, 12.0), (17.8, 16.2)]);
}
