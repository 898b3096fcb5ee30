import{m84_Dialog as g}from"./panel-1ecaf5e0bb.js";export{g as a};
