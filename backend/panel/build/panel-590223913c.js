import{m22_amend as e}from"./panel-13e2f6c83b.js";export{e as a};
