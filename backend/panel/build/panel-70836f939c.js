import{m22_amend as e}from"./panel-93ebbe23a5.js";export{e as a};
