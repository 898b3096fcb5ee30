import{m129_CodeField as o,m129_PasswordField as s}from"./panel-89448a710e.js";export{o as a,s as b};
