import{m22_amend as e}from"./panel-e36b937271.js";export{e as a};
