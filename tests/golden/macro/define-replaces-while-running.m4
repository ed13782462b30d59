define(`x',`define(`x',`new')old')x x
