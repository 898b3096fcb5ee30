import{m22_amend as e}from"./panel-f49d41503c.js";export{e as a};
