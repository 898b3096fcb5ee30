import{m141_useLoaded as o}from"./panel-1ecaf5e0bb.js";export{o as a};
