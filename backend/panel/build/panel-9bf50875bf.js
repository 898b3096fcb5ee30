import{m22_amend as e}from"./panel-c6920eae58.js";export{e as a};
