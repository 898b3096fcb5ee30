import{m22_amend as e}from"./panel-4b3f2c8c5a.js";export{e as a};
