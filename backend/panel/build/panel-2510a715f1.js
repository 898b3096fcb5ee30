import{m142_useLoaded as o}from"./panel-45e7dc7195.js";export{o as a};
