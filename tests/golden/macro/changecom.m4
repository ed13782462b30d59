define(`x',1)changecom(`%')x % x
# x
changecom`'# x
% x
changecom(`#')# x
