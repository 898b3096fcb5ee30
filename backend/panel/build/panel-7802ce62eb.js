import{m20_amend as e}from"./panel-797132f9e8.js";export{e as a};
